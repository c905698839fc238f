// SPDX-License-Identifier: Apache-2.0

package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// lockName is the file by which one process owns a data folder. It holds the
// owner's process id, for people; the lock itself is the kernel's and goes with
// the process, however that ends.
const lockName = "dialform.lock"

// lockFolder makes the folder if need be and takes it for this process. It
// returns ErrLocked, ErrUnwritable or ErrFull inside a FileError.
func lockFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fileError(dir, fmt.Errorf("make data folder: %w", err))
	}
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fileError(path, fmt.Errorf("open lock: %w", err))
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		owner := ownerOf(f)
		_ = f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fileError(path, fmt.Errorf("lock data folder: %w", err))
		}
		return nil, &FileError{Path: dir, Err: ErrLocked, Hint: "stop " + owner + " or give this one another folder (--data)"}
	}
	// The process id is only a courtesy: without it the lock holds as well.
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return f, nil
}

// unlockFolder gives the folder free. Closing alone would not, while a program
// that this one is just starting still holds a copy of the file.
func unlockFolder(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}

func ownerOf(f *os.File) string {
	var b [20]byte
	n, _ := f.ReadAt(b[:], 0)
	pid, err := strconv.Atoi(strings.TrimSpace(string(b[:n])))
	if err != nil {
		return "it"
	}
	return fmt.Sprintf("process %d", pid)
}
