//! What tests and the developer's commands share: a throw-away PostgreSQL. Nothing of Baton itself lives here.

mod postgres;

pub use postgres::{Cluster, Missing, POSTGRES_URL, execute, has_postgres, postgres_url_for_test};
