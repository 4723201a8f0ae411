"""Settings of SIP, from the environment only, a module each subject; docs/operations.md lists every variable."""

from sip.settings.accounts import *
from sip.settings.cases import *
from sip.settings.databases import *
from sip.settings.deliveries import *
from sip.settings.deployment import *
from sip.settings.pages import *
from sip.settings.project import *
from sip.settings.services import *
