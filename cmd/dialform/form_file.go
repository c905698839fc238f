// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path"
	"path/filepath"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/packs"
)

// singleForm makes a pack of the form in a file; nil when a finding is an error.
// A form in the forms/ of a pack finds what the pack has for it, its places, as it
// will when the pack is served.
func singleForm(file string) (*packs.Pack, forms.Findings) {
	pack, found, folder := singleIn(file)
	for i := range found {
		if at := &found[i].Pos; filepath.Base(at.File) == filepath.Base(file) {
			at.File = file
		} else {
			at.File = filepath.Join(folder, at.File)
		}
	}
	return pack, found
}

// singleIn is singleForm whose findings name files within a folder.
func singleIn(file string) (*packs.Pack, forms.Findings, string) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, forms.Findings{{
			Severity: forms.Error, Pos: forms.Position{File: file}, Msg: "can't be read: " + cause(err).Error(),
		}}, ""
	}
	folder, name := withinPack(file)
	pack, found := packs.Single(name, data, os.DirFS(folder))
	if found.HasErrors() {
		return nil, found, folder
	}
	return pack, found, folder
}

// withinPack is the folder that the form in a file is read from, and its name
// there: the pack around it, or just its own folder.
func withinPack(file string) (folder, name string) {
	folder, name = filepath.Dir(file), filepath.Base(file)
	whole, err := filepath.Abs(folder)
	if err != nil {
		return folder, name
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(whole), "service.yaml")); err != nil {
		return folder, name
	}
	return filepath.Join(folder, ".."), path.Join(filepath.Base(whole), name)
}
