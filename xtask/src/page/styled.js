
// Pages share a style sheet: it is put into the document with the code of the first of them, and again only where that failed.
let style;

function styled(path) {
  style ??= new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = "{{style}}";
    sheet.onload = resolve;
    sheet.onerror = () => {
      sheet.remove();
      style = undefined;
      reject(new Error(sheet.href));
    };
    document.head.append(sheet);
  });
  return Promise.all([fetch(path), style]).then(([code]) => code);
}
