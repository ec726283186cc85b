"""What e-mail services post about one mail, each in its own words."""

import hashlib
import hmac
import json

MAILGUN_KEY = "clave-de-firma"
AT = 1_794_900_000  # seconds
REFUSED = "550 5.1.1 El usuario no existe"


def mailgun(name: str, to: str, what: str) -> dict:
    data = {"event": what, "timestamp": AT, "recipient": to, "message": {"headers": {"message-id": name.strip("<>")}}}
    if what == "failed":
        data |= {"severity": "permanent", "delivery-status": {"message": REFUSED}}
    if what == "deferred":
        data |= {"event": "failed", "severity": "temporary", "delivery-status": {"message": "451 Vuelve luego"}}
    token, stamp = hashlib.sha256(json.dumps(data).encode()).hexdigest()[:50], str(AT)
    signature = hmac.new(MAILGUN_KEY.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": data}


def sendgrid(name: str, to: str, what: str) -> list:
    return [{"event": what, "email": to, "anymail_id": name, "timestamp": AT, "reason": REFUSED}]


def postmark(name: str, to: str, what: str) -> dict:
    kind = {"RecordType": "Delivery", "Recipient": to} if what == "Delivery" else {
        "RecordType": "Bounce", "Type": what, "Email": to, "Details": REFUSED
    }  # fmt: skip
    return {"MessageID": name, "DeliveredAt": "2026-11-16T15:05:00Z"} | kind


def brevo(name: str, to: str, what: str) -> dict:
    return {"event": what, "email": to, "message-id": name, "ts_epoch": AT * 1000, "reason": REFUSED}


def mailjet(name: str, to: str, what: str) -> list:
    return [
        {"event": what, "email": to, "MessageID": int(name), "time": AT, "comment": REFUSED, "error": "user unknown"}
    ]


def sparkpost(name: str, to: str, what: str) -> list:
    event = {"type": what, "transmission_id": name, "raw_rcpt_to": to, "timestamp": str(AT), "raw_reason": REFUSED}
    return [{"msys": {"message_event": event | ({"bounce_class": "10"} if what == "bounce" else {})}}]


def resend(name: str, to: str, what: str) -> dict:
    return {
        "type": what, "created_at": "2026-11-16T15:05:00Z",
        "data": {"email_id": name, "to": [to], "bounce": {"message": REFUSED, "type": "Permanent", "subType": "General"}},
    }  # fmt: skip


def amazon_ses(name: str, to: str, what: str, kind: str = "Permanent") -> dict:
    event = {"eventType": what, "mail": {"messageId": name, "destination": [to]}}
    if what == "Bounce":
        who = {"emailAddress": to, "diagnosticCode": REFUSED}
        event["bounce"] = {"bounceType": kind, "bounceSubType": "General", "bouncedRecipients": [who]}
    else:
        event["delivery"] = {"recipients": [to], "smtpResponse": "250 OK"}
    return {
        "Type": "Notification", "MessageId": "sns-1", "Timestamp": "2026-11-16T15:05:00Z", "Message": json.dumps(event)
    }  # fmt: skip


SNS = {"X-Amz-Sns-Message-Type": "Notification", "X-Amz-Sns-Message-Id": "sns-1"}
# service: (body, the word for delivered, the word for bounced for good)
SERVICES = {
    "amazon_ses": (amazon_ses, "Delivery", "Bounce"),
    "brevo": (brevo, "delivered", "hard_bounce"),
    "mailgun": (mailgun, "delivered", "failed"),
    "mailjet": (mailjet, "sent", "bounce"),
    "postmark": (postmark, "Delivery", "HardBounce"),
    "resend": (resend, "email.delivered", "email.bounced"),
    "sendgrid": (sendgrid, "delivered", "bounce"),
    "sparkpost": (sparkpost, "delivery", "bounce"),
}
