// What the desk is asked for while a person writes, and the files of the form.

const LOST = "Chưa gửi được: mạng đang gián đoạn. Chữ của bạn vẫn còn nguyên; hãy thử lại.";
const BUSY = "Máy chủ đang bận nên chưa làm được. Chữ của bạn vẫn còn nguyên; hãy thử lại sau ít phút.";
const OVER =
  "Phiên làm việc đã hết hoặc tài khoản không còn quyền. Chữ của bạn vẫn còn nguyên: " +
  "hãy đăng nhập lại ở một thẻ khác rồi thử lại.";

async function answered(request) {
  let response;
  try {
    response = await request();
  } catch {
    return { error: LOST };
  }
  if ((response.headers.get("Content-Type") ?? "").includes("json")) return response.json();
  if (response.status === 413) return { error: "Tệp quá lớn; hãy thu nhỏ hoặc chia nhỏ rồi thử lại." };
  return { error: response.status >= 500 ? BUSY : OVER };
}

/** The pages of our own that a text may link to, for some words. */
export async function findPages(address, words) {
  return answered(() => fetch(`${address}?q=${encodeURIComponent(words)}`, { redirect: "manual" }));
}

/** Hand in a file; the answer says what became of it, or why not in `error`. */
export async function sendFile(address, form, file) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("file", file, file.name);
  return answered(() => fetch(address, { method: "POST", body }));
}

/** The files that stand in the form: address, name, title, whether a picture. */
export function attached(form) {
  return [...form.querySelectorAll("fieldset.file")]
    .filter((row) => !row.querySelector("[name=file_remove]").checked)
    .map((row) => {
      const name = row.querySelector("[name=file_name]").value;
      const title = row.querySelector("[name=file_title]").value || name;
      const url = `/tep/${row.querySelector("[name=file_sha256]").value.slice(0, 16)}/${name}`;
      return { url, name, title, picture: /\.(?:jpg|png|webp|gif)$/.test(name) };
    });
}

/** Put kept files among those of the form, where they are not yet. */
export function attach(form, files) {
  const pattern = document.getElementById("ed-tep");
  const place = document.getElementById("them").closest(".field");
  for (const { sha256, name, title } of files) {
    if ([...form.querySelectorAll("[name=file_sha256]")].some((input) => input.value === sha256)) continue;
    place.parentElement.querySelector("p.soft")?.remove();
    const number = form.querySelectorAll("fieldset.file").length + 1;
    const row = pattern.content.firstElementChild.cloneNode(true);
    row.querySelector("legend").textContent = name;
    row.querySelector("[name=file_sha256]").value = sha256;
    row.querySelector("[name=file_remove]").value = sha256;
    row.querySelector("[name=file_name]").value = name;
    row.querySelector("[name=file_title]").value = title;
    row.querySelector("[name=file_position]").value = number;
    for (const input of row.querySelectorAll("input[id]")) {
      const label = row.querySelector(`label[for="${input.id}"]`);
      input.id = `${input.id}-${number}`;
      label.htmlFor = input.id;
    }
    place.before(row);
  }
}
