// Asks the browser for a passkey: makes one, or shows one. The page works without this file in so
// far as it says that a password is another way in.
(() => {
  "use strict";
  const able = Boolean(window.PublicKeyCredential && window.isSecureContext);
  for (const node of document.querySelectorAll("[data-needs-passkey]")) node.hidden = !able;
  for (const node of document.querySelectorAll("[data-no-passkey]")) node.hidden = able;
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;

  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const make = async (given) => {
    const key = await navigator.credentials.create({ publicKey: {
      ...given,
      challenge: bytes(given.challenge),
      user: { ...given.user, id: bytes(given.user.id) },
      excludeCredentials: known(given.excludeCredentials),
    } });
    return {
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      extensions: JSON.stringify(key.getClientExtensionResults()),
      response: {
        transports: key.response.getTransports ? key.response.getTransports() : [],
        attestationObject: text(key.response.attestationObject),
        clientDataJSON: text(key.response.clientDataJSON),
      },
    };
  };

  const show = async (given) => {
    const key = await navigator.credentials.get({ publicKey: {
      ...given,
      challenge: bytes(given.challenge),
      allowCredentials: known(given.allowCredentials),
    } });
    return {
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      response: {
        authenticatorData: text(key.response.authenticatorData),
        clientDataJSON: text(key.response.clientDataJSON),
        signature: text(key.response.signature),
        userHandle: key.response.userHandle ? text(key.response.userHandle) : null,
      },
    };
  };

  const ask = async () => {
    const fault = form.querySelector("[data-passkey-fault]");
    fault.hidden = true;
    try {
      if (!able) throw new Error("no passkeys here");
      const work = form.dataset.passkey === "make" ? make : show;
      form.elements.credential.value = JSON.stringify(await work(JSON.parse(form.dataset.options)));
      form.submit();
    } catch {
      fault.hidden = false;
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  ask();
})();
