// SPDX-License-Identifier: Apache-2.0

// Package xlsform reads XLSForm workbooks (xlsform.org) into form definitions,
// and writes them back.
//
// A registry officer writes the form as a spreadsheet; this package says what
// the spreadsheet means, or exactly which cell is wrong and what to write
// instead. The reading goes through three stages, one idea each:
//
//  1. a container (xlsx, xls, csv, Markdown table) becomes a [Workbook]: sheets
//     of rows of cell text with their real positions;
//  2. a sheet becomes a table: headers and their aliases are understood once, and
//     every row becomes a record of named cells;
//  3. the records of settings, choices, entities and survey become a
//     forms.Definition.
//
// What a column or a type may be called follows pyxform 4.5, the reference
// converter. Where forms in daily use break its rules without being ambiguous,
// the reader accepts them with a warning.
//
// The package imports forms and forms/datafile and nothing else of this module. It runs no
// expression and never panics, whatever the bytes.
package xlsform
