//! The offer link.
