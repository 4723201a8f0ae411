"""Cases, reports and watches: their limits, how long they are kept, payments, what they ask of others."""

from django.core.exceptions import ImproperlyConfigured

from sip.environment import choice, env, flag, integer, scanner
from sip.payment_accounts import accounts
from sip.settings.deployment import DEBUG, DEMO

# Reports of errors on the map: how long a reporter's address is kept after the end, and floods from one network.
REPORT_CONTACT_DAYS = integer("SIP_REPORT_CONTACT_DAYS", 30, least=0, most=3650)
REPORTS_PER_HOUR = integer("SIP_REPORTS_PER_HOUR", 20, least=1, most=100_000)
# Wishes to be told of changes in plans: how long one may wait to be confirmed, and floods from one network.
WATCH_CONFIRM_HOURS = integer("SIP_WATCH_CONFIRM_HOURS", 48, least=1, most=720)
WATCHES_PER_HOUR = integer("SIP_WATCHES_PER_HOUR", 20, least=1, most=100_000)
# Whether webhooks of cases may go to addresses of inner networks, and by plain http; for trying them out.
HOOKS_TO_PRIVATE = flag("SIP_HOOKS_TO_PRIVATE", default=DEBUG)
# What one system of an office may ask of cases, for long; twenty times as much at once.
CLIENT_REQUESTS_PER_SECOND = integer("SIP_CLIENT_REQUESTS_PER_SECOND", 50, least=1, most=100_000)
# Applications of residents: how long a draft waits for its author, how big one attachment may be.
DRAFT_DAYS = integer("SIP_DRAFT_DAYS", 30, least=1, most=365)
ATTACHMENT_LIMIT_MB = integer("SIP_ATTACHMENT_LIMIT_MB", 50, least=1, most=2048)
# How many full years the office keeps its ended cases at hand before they go to its archive.
ARCHIVE_AFTER_YEARS = integer("SIP_ARCHIVE_AFTER_YEARS", 2, least=0, most=50)
# Data of people in cases that are kept no longer: taken out each night, or by the command alone.
ANONYMISE = choice("SIP_ANONYMISE", "nightly", ("nightly", "command"))
# Whether applicants are told the names of those who looked at their cases, and not the office and the role alone.
NAME_CLERKS = flag("SIP_NAME_CLERKS", default=False)
# The scanner for malware: the path of its socket, or host:port; empty: documents stay unscanned, and pages say so.
CLAMAV = scanner("SIP_CLAMAV")
# Who takes payments: name -> the provider's module, by path. The sandbox takes no money and stands for one in the demo;
# the accounts of offices at the others are named one by one.
PAYMENT_PROVIDERS = {"sandbox": "cases.payments.sandbox.Sandbox", "przelewy24": "cases.payments.przelewy24.Przelewy24"}
PAYMENT_ADDRESSES = {"przelewy24": {False: "https://secure.przelewy24.pl", True: "https://sandbox.przelewy24.pl"}}
PAYMENT_ACCOUNTS = accounts(env.str("SIP_PAYMENTS", default=""), PAYMENT_ADDRESSES)
PAYMENT_PROVIDER = choice("SIP_PAYMENT_PROVIDER", "sandbox" if DEMO else "none", ("none", "sandbox"))
if PAYMENT_PROVIDER == "sandbox" and not DEMO:
    raise ImproperlyConfigured("SIP_PAYMENT_PROVIDER: the sandbox takes no money; it is for the demo (SIP_DEMO=1) only")
# Which register names owners of parcels to clerks, by the path of a function (cases/neighbours/register.py); none here.
PARTIES_REGISTER = env.str("SIP_PARTIES_REGISTER", default="")
# Analysed around a plot of a building conditions' case: so many times its front, at least and at most so many metres.
ANALYSED_AREA = (
    integer("SIP_ANALYSED_FRONTS", 3, least=1, most=10),
    integer("SIP_ANALYSED_LEAST_M", 50, least=0, most=500),
    integer("SIP_ANALYSED_MOST_M", 200, least=1, most=500),
)
if ANALYSED_AREA[1] > ANALYSED_AREA[2]:
    raise ImproperlyConfigured("SIP_ANALYSED_LEAST_M: is more than SIP_ANALYSED_MOST_M")
