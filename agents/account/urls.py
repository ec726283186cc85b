"""/agentes/cuenta/: allauth's views under Spanish addresses. Its names stay, since allauth looks them up itself."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

urlpatterns = [
    path("entrar/", account.login, name="account_login"),
    path("salir/", account.logout, name="account_logout"),
    path("inactiva/", account.account_inactive, name="account_inactive"),
    path("confirmar/", account.reauthenticate, name="account_reauthenticate"),
    path("contrasena/", account.password_change, name="account_change_password"),
    path("dos-pasos/", mfa.index, name="mfa_index"),
    path("dos-pasos/codigo/", mfa.authenticate, name="mfa_authenticate"),
    path("dos-pasos/confirmar/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("dos-pasos/activar/", totp.activate_totp, name="mfa_activate_totp"),
    path("dos-pasos/desactivar/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("dos-pasos/respaldo/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("dos-pasos/respaldo/nuevos/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("dos-pasos/respaldo/descargar/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
