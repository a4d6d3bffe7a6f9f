"""What Flask-Security says, in Vietnamese: it has no catalogue of ours, so each sentence is set."""

from __future__ import annotations

from typing import Any

from flask_security.core import _default_messages as _english

FALLBACK = "Không thực hiện được; hãy thử lại hoặc hỏi quản trị viên."
# One sentence for a wrong address and for a wrong password: it tells nobody which accounts exist.
WRONG = "Thư điện tử hoặc mật khẩu chưa đúng."

_SENTENCES = {
    "GENERIC_AUTHN_FAILED": WRONG,
    "USER_DOES_NOT_EXIST": WRONG,
    "INVALID_PASSWORD": "Mật khẩu chưa đúng.",
    "DISABLED_ACCOUNT": WRONG,
    "EMAIL_NOT_PROVIDED": "Hãy ghi thư điện tử.",
    "INVALID_EMAIL_ADDRESS": WRONG,
    "PASSWORD_NOT_PROVIDED": "Hãy ghi mật khẩu.",
    "PASSWORD_MISMATCH": "Hai mật khẩu không giống nhau.",
    "RETYPE_PASSWORD_MISMATCH": "Hai mật khẩu không giống nhau.",
    "UNAUTHORIZED": "Bạn không có quyền mở trang này.",
    "UNAUTHENTICATED": "Hãy đăng nhập để mở trang này.",
    "REAUTHENTICATION_REQUIRED": "Việc này cần xác nhận lại mật khẩu.",
    "REAUTHENTICATION_SUCCESSFUL": "Đã xác nhận mật khẩu.",
    "LOGIN": "Hãy đăng nhập để mở trang này.",
    "REFRESH": "Hãy đăng nhập lại để mở trang này.",
    "ANONYMOUS_USER_REQUIRED": "Bạn đang đăng nhập rồi.",
    "INVALID_REDIRECT": "Không chuyển sang trang ngoài bàn biên tập.",
    "INVALID_CODE": "Mã chưa đúng hoặc đã hết hạn; hãy gõ mã đang hiện trên điện thoại.",
    "INVALID_INPUT": "Giá trị không hợp lệ; hãy gõ lại.",
    "TWO_FACTOR_INVALID_TOKEN": "Mã chưa đúng hoặc đã hết hạn; hãy gõ mã đang hiện.",
    "TWO_FACTOR_LOGIN_SUCCESSFUL": "Mã đúng, bạn đã đăng nhập.",
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        "Đã bật xác nhận hai lớp. Hãy tạo mã dự phòng và cất ở nơi an toàn."
    ),
    "TWO_FACTOR_PERMISSION_DENIED": "Phiên đăng nhập đã hết; hãy đăng nhập lại từ đầu.",
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": "Cách xác nhận này không có.",
    "TWO_FACTOR_DISABLED": "Đã tắt xác nhận hai lớp.",
    "TWO_FACTOR_SETUP_EXPIRED": "Quá lâu chưa nhập mã; hãy bật lại từ đầu.",
    "INVALID_RECOVERY_CODE": "Mã dự phòng chưa đúng hoặc đã dùng.",
    "WEBAUTHN_EXPIRED": "Quá lâu chưa xong nên phải làm lại; hãy bấm nút lần nữa.",
    "WEBAUTHN_NAME_REQUIRED": "Hãy đặt tên để nhận ra khóa này.",
    "WEBAUTHN_NAME_INUSE": "Bạn đã có khóa tên “%(name)s”; hãy đặt tên khác.",
    "WEBAUTHN_NAME_NOT_FOUND": "Không có khóa nào tên như vậy; hãy tải lại trang.",
    "WEBAUTHN_CREDENTIAL_DELETED": "Đã bỏ khóa “%(name)s”.",
    "WEBAUTHN_REGISTER_SUCCESSFUL": (
        "Đã thêm khóa “%(name)s”. Lần sau vào bàn biên tập không cần gõ mật khẩu ở máy này."
    ),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": "Máy này đã có khóa của bạn rồi.",
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (
        "Khóa này chưa được thêm ở đây hoặc đã bị bỏ; hãy vào bằng mật khẩu."
    ),
    "WEBAUTHN_NO_VERIFY": "Khóa chưa mở được; hãy thử lại hoặc vào bằng mật khẩu.",
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": "Khóa này không dùng để vào được; hãy dùng mật khẩu.",
    "WEBAUTHN_MISMATCH_USER_HANDLE": "Khóa này của tài khoản khác; hãy vào bằng mật khẩu.",
    "NO_RECOVERY_CODES_SETUP": "Chưa có mã dự phòng nào; hãy tạo mã mới.",
}


def settings() -> dict[str, Any]:
    """The `SECURITY_MSG_*` settings: every message of Flask-Security, none left in English."""
    return {
        f"SECURITY_MSG_{key}": (_SENTENCES.get(key, FALLBACK), category)
        for key, (_, category) in _english.items()
    }
