"""A Dovecot of one's own: one user per test, plain IMAP."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from imapclient import IMAPClient

from tests.processes import dies_with_us, is_listening, spare_port, wait_until

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{base}/mail/%u
default_login_user = {login}
default_internal_user = {user}
default_internal_group = {group}
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = nopassword=y
}}
userdb {{
  driver = static
  args = home={base}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    def __init__(self, base: Path) -> None:
        self.base = base
        for name in ("run", "state", "mail", "home"):
            (base / name).mkdir(mode=0o777)
            (base / name).chmod(0o777)
        self.port = spare_port()
        config = base / "dovecot.conf"
        names = {"user": "dovecot", "group": "dovecot", "login": "dovenull"}
        config.write_text(CONFIG.format(base=base, port=self.port, **names))
        self.command = [PROGRAM, "-F", "-c", str(config)]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, preexec_fn=dies_with_us())

    def url(self, user: str) -> str:
        return f"imap://{user}:clave-secreta@127.0.0.1:{self.port}/INBOX"

    def client(self, user: str) -> IMAPClient:
        """A connection of the test's own; waits for the server to be there."""
        wait_until(lambda: is_listening(self.port), otherwise=lambda: f"Dovecot ended: {self.process.poll()}")
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=30)
        client.login(user, "x")
        client.select_folder("INBOX")
        return client

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def cut(self) -> None:
        """The machine is gone: no connection is ended politely."""
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        self.stop()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)

    def made_anew(self, user: str) -> None:
        """The mailbox removed and restored from elsewhere: the same messages, other UIDs, another UIDVALIDITY."""
        folder = self.base / "mail" / user
        for index in folder.glob("dovecot*"):
            index.unlink()
        (folder / "dovecot-uidlist").write_text("3 V1999999999 N1 G0123456789abcdef0123456789abcdef\n")
        (folder / "dovecot-uidlist").chmod(0o666)
