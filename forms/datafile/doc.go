// SPDX-License-Identifier: Apache-2.0

// Package datafile reads the files that a form reads from: lists of places,
// people or entities in csv, GeoJSON or XML.
//
// It imports forms/xpath and nothing else of this module, and does no I/O.
package datafile
