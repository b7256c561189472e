// Reads the text of a page aloud by the browser's own voice. The buttons appear only where there is a voice for the
// language of the text; nothing is sent anywhere by us.
const box = document.querySelector("[data-read]");
const text = document.querySelector("main article[lang]");
const voices = window.speechSynthesis;
const parts = "h1,h2,h3,h4,p,li,dt,dd,th,td,caption,figcaption";

const begin = (voice) => {
  const [play, stop] = box.querySelectorAll("button");
  const word = play.querySelector("span");
  const blocks = [...text.querySelectorAll(parts)].filter((el) => !el.querySelector(parts) && el.textContent.trim());
  let at = 0;
  let on = false;
  // Each beginning has a number: what an earlier one still has to say is no longer heard.
  let run = 0;
  const show = () => {
    word.textContent = play.dataset[on ? "pause" : at ? "on" : "read"];
    stop.hidden = !on && !at;
  };
  const speak = (mine) => {
    if (at >= blocks.length) {
      at = 0;
      on = false;
      return show();
    }
    const said = new SpeechSynthesisUtterance(blocks[at].textContent);
    said.voice = voice;
    said.lang = voice.lang;
    said.onend = () => {
      if (mine !== run) return;
      at += 1;
      speak(mine);
    };
    said.onerror = () => {
      if (mine === run) halt();
    };
    voices.speak(said);
  };
  // Telephones cannot pause a voice: it is ended, and begins again with the same paragraph.
  const halt = () => {
    on = false;
    run += 1;
    voices.cancel();
    show();
  };
  play.addEventListener("click", () => {
    if (on) return halt();
    on = true;
    run += 1;
    show();
    speak(run);
  });
  stop.addEventListener("click", () => {
    at = 0;
    halt();
    play.focus();
  });
  addEventListener("pagehide", halt);
  box.hidden = false;
  show();
};

if (box && text && voices && window.SpeechSynthesisUtterance) {
  const look = () => {
    const found = box.hidden && voices.getVoices().find((v) => v.lang.toLowerCase().startsWith(text.lang.toLowerCase()));
    if (found) begin(found);
  };
  voices.addEventListener && voices.addEventListener("voiceschanged", look);
  look();
}
