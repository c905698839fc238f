// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"fmt"
	"time"
)

// timestamp is how a start or end is written: with milliseconds and offset.
const timestamp = "2006-01-02T15:04:05.000-07:00"

// Env is everything an instance needs of the world.
type Env struct {
	Now  time.Time // with the person's zone; frozen for one step
	Seed uint64    // of random(), uuid() and shuffled choices; read by New only
	Lang string    // Language.Name; "" is the form's default language

	InstanceID  string // "uuid:..."; "" makes one from the seed; read by New only
	DeviceID    string
	Username    string
	PhoneNumber string
	Email       string
}

// property is a session property by the name jr:preload knows it by.
func (e *Env) property(name string) string {
	switch name {
	case "deviceid", "uri:deviceid":
		return e.DeviceID
	case "username", "uri:username":
		return e.Username
	case "phonenumber", "uri:phonenumber":
		return e.PhoneNumber
	case "email", "uri:email":
		return e.Email
	default:
		return ""
	}
}

// preload is the first value of a node with a jr:preload, "" for those that
// this engine has nothing for.
func (in *Instance) preload(def *NodeDef) string {
	switch def.Preload {
	case "uid":
		if in.env.InstanceID != "" {
			return in.env.InstanceID
		}
		return "uuid:" + in.uuid()
	case "timestamp":
		if def.PreloadParams == "start" {
			return in.env.Now.Format(timestamp)
		}
	case "date":
		return in.env.Now.Format(time.DateOnly)
	case "property":
		return in.env.property(def.PreloadParams)
	}
	return ""
}

// Finish fills in what is known when the person is done: preloads at the end.
// The instance name is up to date at any time.
func (in *Instance) Finish(now time.Time) {
	in.allow()
	in.env.Now = now
	for _, node := range in.form.ends {
		n := &in.form.Nodes[node]
		in.everywhere(n.frame, func(scope int32) {
			in.set(in.cell(scope, n.slot), now.Format(timestamp))
		})
	}
	in.recalculate()
}

// InstanceID is the id of this instance: "uuid:...".
func (in *Instance) InstanceID() string { return in.metadata(in.form.instanceID) }

// InstanceName is the title that the form gives this instance, "" if none.
func (in *Instance) InstanceName() string { return in.metadata(in.form.instanceName) }

func (in *Instance) metadata(node int32) string {
	if node < 0 {
		return ""
	}
	return in.Value(At{Node: node})
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014): a counter
// goes in, a random number comes out.
func mix(x uint64) uint64 {
	x *= 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// draw is the next number of the instance's stream. The place in the stream is
// kept in the record, so that a restored instance goes on with the same numbers.
func (in *Instance) draw() uint64 {
	in.drawn++
	return mix(in.seed + in.drawn)
}

// uuid is a version 4 UUID (RFC 9562) from the instance's stream.
func (in *Instance) uuid() string {
	a, b := in.draw(), in.draw()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x",
		a>>32, a>>16&0xffff, a&0xfff, b>>48&0x3fff|0x8000, b&0xffffffffffff)
}
