// SPDX-License-Identifier: Apache-2.0

// Package xform writes what leaves a form in the formats of ODK XForms: the
// OpenRosa submission that servers such as ODK Central take.
//
// It imports forms and nothing else of this module.
package xform
