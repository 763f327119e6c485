// Passkeys: the only script of the sign-in pages. A form with data-passkey asks our own site
// for options, lets the browser do the ceremony, and posts the answer as a plain field.
"use strict";

function words(japanese, english) {
  return document.documentElement.lang === "en" ? english : japanese;
}

async function options(form) {
  const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": csrf },
    credentials: "same-origin",
  });
  if (!answer.ok) throw new Error("options");
  return answer.json();
}

async function ceremony(form) {
  const asked = await options(form);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked),
    });
  }
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked),
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const message = form.querySelector(".passkey-message");
    message.textContent = "";
    try {
      const credential = await ceremony(form);
      form.querySelector("[name=answer]").value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      message.textContent = words(
        "パスキーを使えませんでした。もう一度試すか、別の方法で確認してください。",
        "The passkey could not be used. Try again, or use another way.",
      );
    }
  });
}
