//! What a check says of pages.

mod dice;
mod seen;

mod blocks;
mod broken;
mod calls;
mod guards;
mod links;
mod names;
mod pages;
mod rendered;
mod steps;
mod words;
