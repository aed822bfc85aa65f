// A client of graphql-transport-ws over a plain socket, small enough that a thousand of them do not disturb what they measure.

import { randomBytes } from "node:crypto";
import { connect } from "node:net";

const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

/** A frame as a client sends it: masked, and shorter than 64 kB. */
function frame(opcode, payload) {
  const mask = randomBytes(4);
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  const masked = Buffer.from(payload.map((byte, at) => byte ^ mask[at % 4]));
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, mask, masked]);
}

/** The first whole frame of what came and what follows it; nothing while it is not whole. */
function unframed(came) {
  if (came.length < 2) {
    return undefined;
  }
  const short = came[1] & 0x7f;
  const [start, length] =
    short < 126 ? [2, short] : short === 126 ? [4, came.length < 4 ? Infinity : came.readUInt16BE(2)] : [10, Infinity];
  if (came.length < start + length) {
    return undefined;
  }
  return { opcode: came[0] & 0x0f, payload: came.subarray(start, start + length), rest: came.subarray(start + length) };
}

/**
 * Connects, says by the token who it is, and waits until the server knows it.
 *
 * @param {string} url
 * @param {string} token
 * @returns {Promise<{ say: (message: object) => void, next: (type: string) => Promise<object>, end: () => void }>}
 *   `next` waits for a message of this type; others before it are passed over
 */
export async function openSocket(url, token) {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let [came, upgraded] = [Buffer.alloc(0), false];
  const [messages, waiting] = [[], []];
  const give = (message) => {
    const at = waiting.findIndex((one) => one.type === message.type);
    if (at >= 0) {
      waiting.splice(at, 1)[0].resolve(message);
    } else {
      messages.push(message);
    }
  };
  const fail = (why) => waiting.splice(0).forEach((one) => one.reject(new Error(why)));
  const read = () => {
    if (!upgraded) {
      const end = came.indexOf("\r\n\r\n");
      if (end < 0) {
        return;
      }
      const head = came.subarray(0, end).toString();
      if (!head.startsWith("HTTP/1.1 101")) {
        return fail(head.split("\r\n")[0]);
      }
      upgraded = true;
      came = came.subarray(end + 4);
      give({ type: "upgraded" });
    }
    for (let one = unframed(came); one !== undefined; one = unframed(came)) {
      came = one.rest;
      if (one.opcode === TEXT) {
        give(JSON.parse(one.payload.toString()));
      } else if (one.opcode === PING) {
        socket.write(frame(PONG, one.payload));
      } else if (one.opcode === CLOSE) {
        fail(`closed with ${one.payload.readUInt16BE(0)}: ${one.payload.subarray(2)}`);
      }
    }
  };
  socket.on("data", (data) => {
    came = Buffer.concat([came, data]);
    read();
  });
  socket.on("error", (error) => fail(error.message));
  socket.on("close", () => fail("the connection was closed"));
  const next = (type) =>
    new Promise((resolve, reject) => {
      const at = messages.findIndex((message) => message.type === type);
      if (at >= 0) {
        resolve(messages.splice(at, 1)[0]);
      } else {
        waiting.push({ type, resolve, reject });
      }
    });
  const say = (message) => socket.write(frame(TEXT, Buffer.from(JSON.stringify(message))));
  const key = randomBytes(16).toString("base64");
  socket.write(
    `GET /graphql/ws HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`,
  );
  await next("upgraded");
  say({ type: "connection_init", payload: { authorization: `Bearer ${token}` } });
  await next("connection_ack");
  return { say, next, end: () => socket.destroy() };
}
