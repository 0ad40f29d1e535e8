"""The words of assets, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceKind(models.TextChoices):
    """What a device is."""

    DESKTOP = "desktop", _("máy tính để bàn")
    LAPTOP = "laptop", _("máy tính xách tay")
    TABLET = "tablet", _("máy tính bảng")
    PRINTER = "printer", _("máy in")
    SCANNER = "scanner", _("máy quét")
    SERVER = "server", _("máy chủ")
    STORAGE = "storage", _("thiết bị lưu trữ")
    SWITCH = "switch", _("thiết bị chuyển mạch")
    ROUTER = "router", _("thiết bị định tuyến")
    FIREWALL = "firewall", _("tường lửa")
    WIFI = "wifi", _("điểm phát Wi-Fi")
    MEETING = "meeting", _("thiết bị họp trực tuyến")
    CAMERA = "camera", _("camera")
    KIOSK = "kiosk", _("kiosk tra cứu")
    POWER = "power", _("lưu điện")
    OTHER = "other", _("khác")


class DeviceState(models.TextChoices):
    """The life of a device."""

    STORED = "stored", _("trong kho")
    USED = "used", _("đang dùng")
    REPAIRED = "repaired", _("đang sửa")
    BROKEN = "broken", _("hỏng, chờ thanh lý")
    DISPOSED = "disposed", _("đã thanh lý")
    LOST = "lost", _("mất")


class LicenceKind(models.TextChoices):
    """What a licence allows to use."""

    SYSTEM = "system", _("hệ điều hành")
    OFFICE = "office", _("văn phòng")
    ANTIVIRUS = "antivirus", _("phòng chống mã độc")
    DATABASE = "database", _("quản trị cơ sở dữ liệu")
    SECTOR = "sector", _("phần mềm nghiệp vụ")
    SIGNATURE = "signature", _("chứng thư chữ ký số")
    DOMAIN = "domain", _("tên miền, chứng thư máy chủ")
    OTHER = "other", _("khác")


class LicenceState(models.TextChoices):
    """Whether a licence is in force."""

    ACTIVE = "active", _("đang dùng")
    RENEWING = "renewing", _("đang gia hạn")
    STOPPED = "stopped", _("ngừng dùng")


class SecurityLevel(models.TextChoices):
    """The five levels of network security of an information system."""

    ONE = "1", _("cấp độ 1")
    TWO = "2", _("cấp độ 2")
    THREE = "3", _("cấp độ 3")
    FOUR = "4", _("cấp độ 4")
    FIVE = "5", _("cấp độ 5")


class LevelLaw(models.TextChoices):
    """Under which decree a level was approved; levels of 2016 stay in force until 1 July 2027."""

    DECREE_331 = "331/2026", _("Nghị định 331/2026/NĐ-CP")
    DECREE_85 = "85/2016", _("Nghị định 85/2016/NĐ-CP")


class Dossier(models.TextChoices):
    """How far the dossier of a system's level has come."""

    DRAFT = "draft", _("đang lập hồ sơ")
    CHECKING = "checking", _("đang kiểm tra hồ sơ")
    APPRAISING = "appraising", _("đang thẩm định")
    APPROVED = "approved", _("đã phê duyệt cấp độ")
    STOPPED = "stopped", _("ngừng vận hành")
