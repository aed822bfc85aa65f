//! Which addresses messages are sent to: none inside the house, whatever name they hide behind. Names are looked up here and nowhere else,
//! and the address that was looked at is the one that is connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What is said of a name that leads inside.
pub const INSIDE: &str = "the address leads into a private network";

/// Looks names up, and hides what lies inside unless the operator allows it.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// Whether private networks may be reached.
    pub allows_private: bool,
}

impl Door {
    /// Whether an address may be reached.
    pub fn admits(self, address: IpAddr) -> bool {
        self.allows_private || is_public(address)
    }
}

impl Resolve for Door {
    fn resolve(&self, name: Name) -> Resolving {
        let door = *self;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let some = !found.is_empty();
            let outside: Vec<_> = found.into_iter().filter(|address| door.admits(address.ip())).collect();
            match outside.is_empty() && some {
                true => Err(INSIDE.into()),
                false => Ok(Box::new(outside.into_iter()) as Addrs),
            }
        })
    }
}

/// Whether an address belongs to the public network.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let reserved = match (first, second, third) {
        // This network, shared addresses of carriers, protocol assignments, benchmarks, and what is reserved.
        (0 | 240..=255, ..) | (100, 64..=127, _) | (192, 0, 0) | (198, 18 | 19, _) => true,
        _ => false,
    };
    !(reserved
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let carried = |high: u16, low: u16| {
        let [one, two, three, four] = [high.to_be_bytes(), low.to_be_bytes()].concat().try_into().unwrap_or([0; 4]);
        is_public_v4(Ipv4Addr::new(one, two, three, four))
    };
    match address.segments() {
        // An address of the old network: mapped, translated, or of a tunnel.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            carried(high, low)
        }
        // Unspecified, loopback and the oldest way to write an old address; tunnels through others; examples.
        [0, 0, 0, 0, 0, 0, ..] | [0x64, 0xff9b, 1, ..] | [0x2001, 0, ..] | [0x2001, 0xdb8, ..] => false,
        // Local to a site or a link, and multicast.
        [0xfc00..=0xfdff | 0xfe80..=0xfeff | 0xff00..=0xffff, ..] => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_inside_is_known_in_every_disguise() {
        for inside in [
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "198.20.0.1",
            "223.5.5.5",
            "::ffff:223.5.5.5",
            "64:ff9b::1.1.1.1",
            "2002:101:101::",
            "2400:3200::1",
            "2606:4700::1111",
        ] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }
}
