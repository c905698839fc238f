// SPDX-License-Identifier: Apache-2.0

// Package xform reads ODK XForms and writes what leaves a form in the formats of
// ODK: the XForm itself, and the OpenRosa submission that servers such as ODK
// Central take, which it reads again for editing.
//
// [Read] makes a [forms.Definition] of an XForm: the primary instance gives the
// nodes, binds and controls say what they are. Expressions stay XPath as
// written.
//
// It imports forms, forms/datafile and forms/xpath and nothing else of this
// module.
package xform
