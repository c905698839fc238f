// SPDX-License-Identifier: Apache-2.0

// Package ussd is the phone channels: it takes requests from gateways, over
// HTTP or a link of their own, hands them to sessions, and delivers the messages
// that sessions queued. The dialects are in ussd/gateway, links in packages
// beside it. It knows no store beyond the queue it declares, and no terminal.
package ussd
