//! Tokens: access tokens signed with HS256 and nothing else, and opaque refresh tokens of which only a hash is kept.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::id::{AccountId, SessionId};

use crate::error::Error;

const ISSUER: &str = "baton";
const AUDIENCE: &str = "baton-api";
/// How far clocks may be apart, in seconds.
const LEEWAY: i64 = 30;
/// Fewest bytes of a key.
pub const SHORTEST_KEY: usize = 32;

/// How long an access token is good for.
pub const ACCESS: TimeDelta = TimeDelta::minutes(15);
/// How long a session lasts without signing in again.
pub const SESSION: TimeDelta = TimeDelta::hours(12);

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it.
    pub iss: String,
    /// For what.
    pub aud: String,
    /// Whose it is.
    pub sub: AccountId,
    /// The session it belongs to.
    pub sid: SessionId,
    /// When it was issued, in seconds.
    pub iat: i64,
    /// From when it is good.
    pub nbf: i64,
    /// When it ends.
    pub exp: i64,
}

impl Claims {
    /// What a token says that is issued now and good for `lasting`.
    #[must_use]
    pub fn new(account: AccountId, session: SessionId, now: DateTime<Utc>, lasting: TimeDelta) -> Self {
        Self {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: account,
            sid: session,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + lasting).timestamp(),
        }
    }

    /// Whether the token has ended, without any leeway: it came to be here by our own clock.
    #[must_use]
    pub fn has_ended(&self, now: DateTime<Utc>) -> bool {
        self.exp <= now.timestamp()
    }
}

/// The key that access tokens are signed with.
pub struct Keys {
    signing: EncodingKey,
    checking: DecodingKey,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Takes a key of at least 32 bytes and tries it at once: a missing backend must not show at the first sign-in.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the key is too short.
    pub fn try_new(secret: &[u8]) -> Result<Self, Error> {
        if secret.len() < SHORTEST_KEY {
            return Err(Error::invalid("BATON_JWT_KEY", "the key must have at least 32 bytes"));
        }
        let keys = Self { signing: EncodingKey::from_secret(secret), checking: DecodingKey::from_secret(secret) };
        let (account, session) = (shared::id::Id::from_raw(1), shared::id::Id::from_raw(1));
        let now = Utc::now();
        let token = keys.sign(&Claims::new(account, session, now, ACCESS))?;
        keys.check(&token, now).map_err(|_| Error::internal("a token of our own does not check"))?;
        Ok(keys)
    }

    /// Signs an access token.
    ///
    /// # Errors
    /// [`Error::Internal`] where signing fails.
    pub fn sign(&self, claims: &Claims) -> Result<String, Error> {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.signing).map_err(Error::internal)
    }

    /// What a good token says.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for a token that is expired, not yet good, altered, of another key or for another purpose.
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, Error> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Times are checked below, by the clock of the request.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.checking, &validation)
            .map_err(|_| Error::Unauthenticated)?
            .claims;
        let now = now.timestamp();
        let good = claims.exp.saturating_add(LEEWAY) > now && claims.nbf.saturating_sub(LEEWAY) <= now;
        if good { Ok(claims) } else { Err(Error::Unauthenticated) }
    }
}

/// A refresh token as the cookie carries it: the session it belongs to and 256 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Refresh {
    /// The session it belongs to.
    pub session: SessionId,
    secret: String,
}

impl fmt::Debug for Refresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refresh({}, …)", self.session)
    }
}

impl Refresh {
    /// A new one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the system gives no randomness.
    pub fn fresh(session: SessionId) -> Result<Self, Error> {
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).map_err(|error| Error::Unavailable(format!("no randomness: {error}")))?;
        Ok(Self { session, secret: URL_SAFE_NO_PAD.encode(secret) })
    }

    /// Reads what [`Refresh::cookie`] wrote.
    #[must_use]
    pub fn read(cookie: &str) -> Option<Self> {
        let (session, secret) = cookie.split_once('.')?;
        let whole = URL_SAFE_NO_PAD.decode(secret).is_ok_and(|secret| secret.len() == 32);
        whole.then_some(Self { session: session.parse().ok()?, secret: secret.to_owned() })
    }

    /// What the cookie carries.
    #[must_use]
    pub fn cookie(&self) -> String {
        format!("{}.{}", self.session, self.secret)
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.secret.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::Id;

    fn keys(byte: u8) -> Keys {
        Keys::try_new(&[byte; 32]).unwrap()
    }

    fn claims(now: DateTime<Utc>) -> Claims {
        Claims::new(AccountId::from_raw(7), SessionId::from_raw(8), now, ACCESS)
    }

    #[test]
    fn a_token_is_good_for_fifteen_minutes_and_the_leeway() {
        let (keys, now) = (keys(1), Utc::now());
        let token = keys.sign(&claims(now)).unwrap();
        assert_eq!(keys.check(&token, now).unwrap(), claims(now));
        for (seconds, good) in [(-31, false), (-30, true), (15 * 60 + 29, true), (15 * 60 + 30, false)] {
            assert_eq!(keys.check(&token, now + TimeDelta::seconds(seconds)).is_ok(), good, "{seconds}");
        }
    }

    #[test]
    fn tokens_of_another_key_algorithm_purpose_or_content_are_refused() {
        let (ours, now) = (keys(1), Utc::now());
        let token = ours.sign(&claims(now)).unwrap();
        let other = Claims { aud: "other".to_owned(), ..claims(now) };
        let none = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), token.split('.').nth(1).unwrap());
        let longer = jsonwebtoken::encode(&Header::new(Algorithm::HS384), &claims(now), &ours.signing).unwrap();
        let bad = [
            keys(2).sign(&claims(now)).unwrap(),
            ours.sign(&other).unwrap(),
            none,
            longer,
            format!("{token}x"),
            String::new(),
        ];
        for token in bad {
            assert!(matches!(ours.check(&token, now), Err(Error::Unauthenticated)), "{token}");
        }
    }

    #[test]
    fn a_short_key_is_refused() {
        assert!(matches!(Keys::try_new(&[1; 31]), Err(Error::Invalid(_))));
    }

    #[test]
    fn a_refresh_token_reads_back_from_its_cookie_and_nothing_else_does() {
        let token = Refresh::fresh(SessionId::from_raw(8)).unwrap();
        assert_eq!(Refresh::read(&token.cookie()), Some(token.clone()));
        assert!(!token.cookie().contains(&token.hash()));
        for cookie in ["", ".", "x.y", &token.cookie()[..20], &format!("{}!", token.cookie())] {
            assert_eq!(Refresh::read(cookie), None, "{cookie}");
        }
    }
}
