/* The check before sending: dropping a file, and progress without reloading.
   Everything on the pages works without this file. */
"use strict";

const form = document.querySelector("[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const message = form.querySelector(".drop-message");
  const button = form.querySelector("button");
  form.querySelector(".drop-hint").hidden = false;

  const isTooLarge = () => {
    const file = input.files[0];
    const tooLarge = Boolean(file) && file.size > Number(form.dataset.largest);
    message.textContent = tooLarge ? form.dataset.tooLarge : "";
    return tooLarge;
  };
  input.addEventListener("change", isTooLarge);
  form.addEventListener("submit", (event) => {
    if (isTooLarge()) {
      event.preventDefault();
      return;
    }
    message.textContent = form.dataset.sending;
    button.disabled = true;
  });
  window.addEventListener("pageshow", () => {
    button.disabled = false;
  });

  const dragged = (event, isOver) => {
    event.preventDefault();
    form.classList.toggle("drop-over", isOver);
  };
  form.addEventListener("dragover", (event) => dragged(event, true));
  form.addEventListener("dragleave", (event) => dragged(event, false));
  form.addEventListener("drop", (event) => {
    dragged(event, false);
    if (event.dataTransfer.files.length === 1) {
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
}

const progress = document.querySelector("[data-progress]");
if (progress) {
  const shown = document.querySelector("h1");
  const bar = progress.querySelector("progress");
  let phase = null;

  const look = async () => {
    let state = null;
    try {
      const answer = await fetch(progress.dataset.progress, { cache: "no-store" });
      state = answer.ok ? await answer.json() : { phase: "gone" };
    } catch {
      setTimeout(look, 3000); // the network comes back, or the page is reloaded by hand
      return;
    }
    const isWorking = ["waiting", "checking", "mending"].includes(state.phase);
    if (!isWorking || (phase !== null && phase !== state.phase)) {
      window.location.reload(); // another phase has other words: the server writes them
      return;
    }
    phase = state.phase;
    progress.querySelector("[data-done]").textContent = state.done.toLocaleString();
    progress.querySelector("[data-total]").textContent = state.total.toLocaleString();
    bar.max = Math.max(state.total, 1);
    bar.value = state.done;
    document.title = `${state.done} / ${state.total} ${shown.textContent}`;
    setTimeout(look, 500);
  };
  look();
}
