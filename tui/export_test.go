// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"io"
	"net"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"github.com/dialform/dialform/identity"
)

// NewModel is the desk's model, for tests that drive Update and View.
func NewModel(ctx context.Context, cfg Config, who identity.Account) tea.Model {
	return newApp(ctx, cfg, who)
}

// NewProgram runs a model on a terminal.
var NewProgram = newProgram

// Lines runs the line mode on any reader and writer.
func Lines(ctx context.Context, cfg Config, who identity.Account, in io.Reader, out, echo io.Writer) {
	newLines(ctx, cfg, who, in, out, echo).run()
}

// ServerConfig is what a connection is authenticated with.
func (s *Server) ServerConfig(ctx ssh.Context) *gossh.ServerConfig { return s.serverConfig(ctx) }

// Admit is the gate in front of the server.
func Admit(s *Server, ctx ssh.Context, conn net.Conn) net.Conn { return s.gate.admit(ctx, conn) }

// Translations are the desk's own texts by language.
func Translations() map[string]any {
	out := make(map[string]any)
	for lang, w := range translations {
		out[lang] = *w
	}
	return out
}

// LineReader reads lines as the line mode does.
func LineReader(in io.Reader, echo io.Writer) func() (string, error) {
	return newLineReader(in, echo).next
}
