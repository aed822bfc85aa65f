// The page's first script: starts the wasm module that the document names, so that no inline script is needed.
import init from "./frontend.js";

const wasm = document.getElementById("wasm").href;

init({ module_or_path: wasm }).catch((error) => {
  console.error(error);
  const notice = document.getElementById("not-started");
  if (notice) {
    notice.hidden = false;
  }
});
