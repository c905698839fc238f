// SPDX-License-Identifier: Apache-2.0

// Package formfile is the one door for files that hold a form: it tells the
// format by the content, never by the name, and hands the file to its reader.
//
// It imports the readers and forms, and nothing else of this module. It reads
// no format itself.
package formfile
