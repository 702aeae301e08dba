//! What `build.rs` made of the rules: the program, and rules and contexts as static data.

#![allow(clippy::all, clippy::pedantic)]

use crate::context::{Context, Scope};
use crate::score::{Category, Rule};
use crate::signals::{Role, SignalSet, Target};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
