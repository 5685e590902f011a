//! What a check says of pages.

mod seen;

mod blocks;
mod calls;
mod guards;
mod links;
mod names;
mod pages;
mod steps;
mod words;
