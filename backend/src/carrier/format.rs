//! What is sent to whom in which form: the JSON of any program, and what the robots of group chats take. Signed as each checks it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::SecondsFormat;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Url;
use serde_json::{Value, json};
use sha2::Sha256;
use shared::channel::ChannelKind;
use shared::channel::letter::Item;

use super::Parcel;
use crate::error::Error;

/// Most bytes of the text of a WeCom robot; the others take 20 000.
const WECOM_ROOM: usize = 4_000;
const ROBOT_ROOM: usize = 16_000;

/// A request as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where to.
    pub url: Url,
    /// The headers besides the content type.
    pub headers: Vec<(&'static str, String)>,
    /// The body, JSON.
    pub body: String,
}

/// Writes a parcel in the form of its kind.
///
/// # Errors
/// Never in practice: a secret of any length signs.
pub fn written(parcel: &Parcel<'_>, mut url: Url) -> Result<Written, Error> {
    let seconds = parcel.at.timestamp().to_string();
    let mut headers = vec![("idempotency-key", parcel.key.clone())];
    let body = match (parcel.kind, parcel.secret) {
        (ChannelKind::Webhook, secret) => {
            let body = of_program(parcel).to_string();
            let mac = mac(secret.unwrap_or_default(), &format!("{seconds}.{body}"))?;
            headers.push(("baton-signature", format!("t={seconds},v1={}", hex::encode(mac))));
            return Ok(Written { url, headers, body });
        }
        // Mail does not come this way.
        (ChannelKind::Wecom | ChannelKind::Email, _) => {
            json!({ "msgtype": "markdown", "markdown": { "content": parcel.letter.markdown(WECOM_ROOM) } })
        }
        (ChannelKind::Dingtalk, secret) => {
            if let Some(secret) = secret {
                // The robot takes milliseconds, signs them with the secret, and reads both from the address.
                let moment = parcel.at.timestamp_millis().to_string();
                let sign = STANDARD.encode(mac(secret, &format!("{moment}\n{secret}"))?);
                url.query_pairs_mut().append_pair("timestamp", &moment).append_pair("sign", &sign);
            }
            let text = parcel.letter.markdown(ROBOT_ROOM);
            json!({ "msgtype": "markdown", "markdown": { "title": parcel.letter.subject, "text": text } })
        }
        (ChannelKind::Feishu, secret) => {
            let text = format!("{}\n{}", parcel.letter.subject, parcel.letter.plain(ROBOT_ROOM));
            let mut body = json!({ "msg_type": "text", "content": { "text": text } });
            if let (Some(secret), Some(fields)) = (secret, body.as_object_mut()) {
                // The robot takes seconds; what others sign is the key here, and nothing is signed with it.
                let sign = STANDARD.encode(mac(&format!("{seconds}\n{secret}"), "")?);
                fields.insert("timestamp".to_owned(), seconds.into());
                fields.insert("sign".to_owned(), sign.into());
            }
            body
        }
    };
    Ok(Written { url, headers, body: body.to_string() })
}

/// Whether a robot took a message that it answered with success: it says so in the body.
pub fn complaint(kind: ChannelKind, body: &[u8]) -> Option<String> {
    let robot = matches!(kind, ChannelKind::Wecom | ChannelKind::Dingtalk | ChannelKind::Feishu);
    let answer: Value = serde_json::from_slice(body).ok().filter(|_| robot)?;
    let code = ["errcode", "code", "StatusCode"].into_iter().find_map(|name| answer.get(name)?.as_i64())?;
    let words = ["errmsg", "msg", "StatusMessage"].into_iter().find_map(|name| answer.get(name)?.as_str());
    (code != 0).then(|| format!("{code} {}", words.unwrap_or_default()))
}

fn of_program(parcel: &Parcel<'_>) -> Value {
    json!({
        "id": parcel.key,
        "at": parcel.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        "subject": parcel.letter.subject,
        "items": parcel.items.iter().map(of_item).collect::<Vec<_>>(),
    })
}

fn of_item(item: &Item) -> Value {
    json!({
        "kind": item.kind.code(),
        "number": Some(&item.number).filter(|number| !number.is_empty()),
        "title": item.title,
        "severity": item.severity,
        "reason": item.reason,
        "step": item.step,
        "by": item.by,
        "due": item.due,
        "link": item.link,
    })
}

fn mac(key: &str, text: &str) -> Result<Vec<u8>, Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(Error::internal)?;
    mac.update(text.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::channel::letter::{ItemKind, Letter};
    use shared::channel::preference::MessageLanguage;
    use shared::matter::{MatterKind, NoticeReason};

    fn sent(kind: ChannelKind, address: &str, secret: Option<&str>) -> Written {
        let letter = Letter::test(MessageLanguage::Chinese);
        let at = chrono::DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let parcel = Parcel { kind, address, secret, key: "0000000000001".to_owned(), at, letter: &letter, items: &[] };
        written(&parcel, address.parse().unwrap()).unwrap()
    }

    // The signatures below were made with another program, as the makers of the robots describe it.
    #[test]
    fn dingtalk_finds_the_signature_in_the_address() {
        let sent = sent(ChannelKind::Dingtalk, "https://oapi.dingtalk.com/robot/send?access_token=x", Some("SECtest"));
        let signed = "access_token=x&timestamp=1700000000000&sign=aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D";
        assert_eq!(sent.url.query(), Some(signed));
        let body: Value = serde_json::from_str(&sent.body).unwrap();
        assert_eq!((&body["msgtype"], &body["markdown"]["title"]), (&json!("markdown"), &json!("【Baton】测试消息")));
    }

    #[test]
    fn feishu_finds_the_signature_in_the_body() {
        let body = sent(ChannelKind::Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/x", Some("SECtest")).body;
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["timestamp"], "1700000000");
        assert_eq!(body["sign"], "G7XpBpG8NgG02fJOAhX6FRAObIljmFoxVReo8I62pEk=");
        assert_eq!(body["msg_type"], "text");
    }

    #[test]
    fn a_webhook_is_signed_over_its_moment_and_its_body() {
        let sent = sent(ChannelKind::Webhook, "https://hooks.example/x", Some("0123456789abcdef"));
        let expected = hex::encode(mac("0123456789abcdef", &format!("1700000000.{}", sent.body)).unwrap());
        let signature = ("baton-signature", format!("t=1700000000,v1={expected}"));
        assert_eq!(sent.headers, [("idempotency-key", "0000000000001".to_owned()), signature]);
        let known = "9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23";
        assert_eq!(hex::encode(mac("0123456789abcdef", "1700000000.{\"a\":1}").unwrap()), known);
    }

    #[test]
    fn a_program_is_told_what_it_is_about_and_no_number_where_there_is_none() {
        let told = |kind, number: &str| {
            let item = Item {
                kind,
                number: number.to_owned(),
                title: "late".to_owned(),
                severity: None,
                reason: NoticeReason::Step,
                step: None,
                by: None,
                due: None,
                link: None,
            };
            let written = of_item(&item);
            json!([written["kind"], written["number"]])
        };
        assert_eq!(told(ItemKind::Matter(MatterKind::Task), "RW-2026-00001"), json!(["TASK", "RW-2026-00001"]));
        assert_eq!(told(ItemKind::Entry, ""), json!(["HANDBOOK_ENTRY", null]));
        assert_eq!(told(ItemKind::Due, ""), json!([null, null]));
    }

    #[test]
    fn a_robot_that_complains_in_its_body_is_heard() {
        let heard = |kind, body: &str| complaint(kind, body.as_bytes());
        assert_eq!(heard(ChannelKind::Wecom, r#"{"errcode":0,"errmsg":"ok"}"#), None);
        assert_eq!(
            heard(ChannelKind::Dingtalk, r#"{"errcode":310000,"errmsg":"no sign"}"#).as_deref(),
            Some("310000 no sign")
        );
        assert_eq!(
            heard(ChannelKind::Feishu, r#"{"code":19021,"msg":"sign match fail"}"#).as_deref(),
            Some("19021 sign match fail")
        );
        assert_eq!(heard(ChannelKind::Feishu, r#"{"StatusCode":0}"#), None);
        assert_eq!(heard(ChannelKind::Webhook, r#"{"code":7}"#), None);
        assert_eq!(heard(ChannelKind::Wecom, "<html>"), None);
    }
}
