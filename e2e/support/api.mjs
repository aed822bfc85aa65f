// The API as a program asks it.

async function post(url, path, body, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  const read = await answer.json();
  if (read.errors) {
    throw new Error(JSON.stringify(read.errors));
  }
  return read;
}

/** A token of an account. */
export async function signIn(url, login, password) {
  return (await post(url, "/auth/sign-in", { login, password })).accessToken;
}

/** What a question is answered with; an answer with errors is thrown. */
export async function ask(url, token, query, variables = {}) {
  return (await post(url, "/graphql", { query, variables }, token)).data;
}
