// SPDX-License-Identifier: Apache-2.0

// Package web is the phone on a page: a feature phone in a browser that dials
// the service it comes from, for whoever tries it without a terminal. The page
// is one file without a framework; it loads nothing, and its policy lets it talk
// to its own server only.
//
// Like the phone in a terminal it knows the service from outside: it posts what
// an aggregator posts and reads the stand-in network's inbox. It is served in the
// demonstration and nowhere else, because it knows the channel's secret.
package web
