// Files sent piece by piece (tus), so that a cut costs nothing. Without this script the form sends the file itself.
import { Upload } from "tus-js-client";

const fill = (text, name, n) => text.replace("{name}", name).replace("{n}", n);

/** What the server said, without the page around it. */
const said = (error) => {
  const body = error.originalResponse?.getBody();
  if (!body) return "";
  const page = new DOMParser().parseFromString(body, "text/html");
  return (page.querySelector("p") ?? page.body).textContent.trim();
};

const equip = (field) => {
  const input = field.querySelector("input[type=file]");
  const form = input.form;
  const state = field.querySelector(".upload-state");
  const status = state.querySelector("[role=status]");
  const progress = state.querySelector("progress");
  const [pause, stop] = ["pause", "stop"].map((what) => state.querySelector(`[data-do=${what}]`));
  const words = field.dataset;
  const name = input.name;
  let upload;
  let running = false;
  let percent = 0;

  const say = (text) => { status.textContent = text; };
  const receipt = () => form.querySelector(`input[name="${name}_upload"]`);
  const forget = () => {
    receipt()?.remove();
    input.name = name;
    upload = undefined;
    running = false;
  };
  const buttons = (sending) => {
    pause.hidden = !sending;
    progress.hidden = !sending;
    pause.textContent = words.pause;
  };
  const received = (file) => {
    running = false;
    buttons(false);
    say(fill(words.done, file.name, 100));
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = `${name}_upload`;
    hidden.value = upload.url.split("/").pop();
    // Before the file's own field, whose name goes: the form sends the receipt instead of the file.
    input.before(hidden);
    input.removeAttribute("name");
  };

  const send = async (file) => {
    percent = 0;
    progress.value = 0;
    state.hidden = false;
    buttons(true);
    running = true;
    say(fill(words.sending, file.name, 0));
    const current = new Upload(file, {
      endpoint: "/tep/tai-len",
      // The last pause repeats: a line may be away for minutes.
      retryDelays: [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 30000, 30000, 30000, 30000],
      metadata: { filename: file.name, filetype: file.type, purpose: words.upload },
      headers: { "X-CSRF-Token": form.elements._csrf.value, "HX-Request": "true" },
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => {
        percent = Math.floor((sent / total) * 100);
        progress.value = percent;
        if (running) say(fill(percent === 100 ? words.checking : words.sending, file.name, percent));
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        const again = status === 0 || status === 409 || status === 423 || status >= 500;
        if (again) say(fill(words.cut, file.name, percent));
        return again;
      },
      onError: (error) => {
        forget();
        buttons(false);
        input.value = "";
        say(said(error) || fill(words.failed, file.name, percent));
      },
      onSuccess: () => received(file),
    });
    upload = current;
    const earlier = await current.findPreviousUploads();
    if (upload !== current) return;
    if (earlier.length > 0) current.resumeFromPreviousUpload(earlier[0]);
    current.start();
  };

  input.addEventListener("change", async () => {
    if (upload) await upload.abort(!receipt()).catch(() => {});
    forget();
    if (input.files.length > 0) send(input.files[0]);
    else state.hidden = true;
  });
  pause.addEventListener("click", async () => {
    if (!upload) return;
    if (running) {
      running = false;
      await upload.abort();
      say(fill(words.paused, input.files[0].name, percent));
      pause.textContent = words.goOn;
    } else {
      running = true;
      pause.textContent = words.pause;
      upload.start();
    }
  });
  stop.addEventListener("click", async () => {
    const ended = upload;
    forget();
    input.value = "";
    state.hidden = true;
    input.focus();
    if (ended) await ended.abort(true).catch(() => {});
  });
  form.addEventListener("submit", (event) => {
    if (!upload || receipt()) return;
    event.preventDefault();
    say(words.wait);
  });
};

if (!window.uploadFields) {
  window.uploadFields = true;
  document.querySelectorAll("[data-upload]").forEach(equip);
}
