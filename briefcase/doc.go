// SPDX-License-Identifier: Apache-2.0

// Package briefcase lays submissions out as ODK's tools keep them on a disk: a
// folder each, with submission.xml, the audit log where the form asks for one,
// and both encrypted where the form has a public key.
//
// It is given what was frozen and calculates nothing again. It does no I/O and
// knows no store.
package briefcase
