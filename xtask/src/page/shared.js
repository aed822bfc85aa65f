
// The pieces of code that pages share stand in one file, one behind the other: it is fetched once, and again only where that failed.
let together;

function shared(from, to) {
  together ??= fetch("{{shared}}").then((answer) => {
    if (!answer.ok) {
      throw new Error(`${answer.url}: ${answer.status}`);
    }
    return answer.arrayBuffer();
  });
  const attempt = together;
  attempt.catch(() => {
    if (together === attempt) {
      together = undefined;
    }
  });
  return attempt.then((file) => new Response(file.slice(from, to), { headers: { "content-type": "application/wasm" } }));
}
