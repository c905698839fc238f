// SPDX-License-Identifier: Apache-2.0

package bench_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// gatewayLine is one connection of an aggregator, kept open as aggregators do.
type gatewayLine struct {
	conn net.Conn
	in   *bufio.Reader
}

func dialServer(address string) (*gatewayLine, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &gatewayLine{conn, bufio.NewReader(conn)}, nil
}

// post sends what Africa's Talking would and returns the reply.
func (g *gatewayLine) post(session, number, text string) (string, error) {
	body := "sessionId=" + session + "&serviceCode=%2A384%23&phoneNumber=%2B" + number + "&networkCode=63902&text=" + url.QueryEscape(text)
	_, err := fmt.Fprintf(g.conn, "POST /gateway/at/secret HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	if err != nil {
		return "", err
	}
	resp, err := http.ReadResponse(g.in, nil)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s: %s", resp.Status, reply)
	}
	return string(reply), err
}

// crowd is so many phones at once, each with one registration after the other,
// and each registration from another number.
type crowd struct {
	address string
	phones  int
	answers func(person int64) []string
	check   func(reply string, person int64, n int) error // of the reply to the n-th request
	twice   int                                           // every so many requests are sent twice; 0 is none
	numbers atomic.Int64
}

// run lets every phone go on until the time is up, or until so many people have
// dialled, and returns how long each request took.
func (c *crowd) run(tb testing.TB, span time.Duration, people int64) []time.Duration {
	tb.Helper()
	took := make([][]time.Duration, c.phones)
	errs := make([]error, c.phones)
	end := time.Now().Add(span)
	last := c.numbers.Load() + people
	var all sync.WaitGroup
	for i := range c.phones {
		all.Go(func() {
			line, err := dialServer(c.address)
			if err != nil {
				errs[i] = err
				return
			}
			defer line.conn.Close()
			for time.Now().Before(end) {
				n := c.numbers.Add(1)
				if n > last {
					return
				}
				if errs[i] = c.register(line, n, &took[i]); errs[i] != nil {
					return
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(tb, err)
	}
	return slices.Concat(took...)
}

// register is one person's registration, or the beginning of one.
func (c *crowd) register(line *gatewayLine, person int64, took *[]time.Duration) error {
	number := fmt.Sprintf("2547%08d", person)
	answers := c.answers(person)
	for i := range len(answers) + 1 {
		text := strings.Join(answers[:i], "*")
		begin := time.Now()
		reply, err := line.post("ATUid_"+number, number, text)
		if err != nil {
			return err
		}
		*took = append(*took, time.Since(begin))
		if err := c.check(reply, person, i); err != nil {
			return err
		}
		if c.twice == 0 || len(*took)%c.twice > 0 {
			continue
		}
		again, err := line.post("ATUid_"+number, number, text)
		if err != nil {
			return err
		}
		if again != reply {
			return fmt.Errorf("a repeated request gets %q after %q", again, reply)
		}
	}
	return nil
}

// always gives everybody the same answers.
func always(answers ...string) func(int64) []string {
	return func(int64) []string { return answers }
}

// measured is what a server took for the requests of a crowd.
type measured struct {
	perSecond, cpu, p50, p99 float64 // cpu in microseconds a request, p50 and p99 in milliseconds
}

const forever = 1 << 40 // people

// measure gives so many phones to each of some servers. The servers take turns of
// half a second, so that whatever else the machine does meets them alike.
func measure(tb testing.TB, phones int, kinds ...string) []measured {
	tb.Helper()
	const turns, span = 8, 500 * time.Millisecond
	servers, crowds := make([]*server, len(kinds)), make([]*crowd, len(kinds))
	took, cpu, busy := make([][]time.Duration, len(kinds)), make([]time.Duration, len(kinds)), make([]time.Duration, len(kinds))
	for i, kind := range kinds {
		servers[i] = startServer(tb, kind)
		crowds[i] = &crowd{address: servers[i].address, phones: phones, answers: always(r10...), check: func(reply string, _ int64, n int) error {
			want := "CON "
			if kind == dialform && n == len(r10) {
				want = "END Thank you Amina Hassan"
			}
			if !strings.HasPrefix(reply, want) {
				return fmt.Errorf("reply %d: %q", n, reply)
			}
			return nil
		}}
		crowds[i].run(tb, span, forever) // until caches are filled
	}
	for range turns {
		for i := range kinds {
			before, begin := servers[i].usage(tb), time.Now()
			took[i] = append(took[i], crowds[i].run(tb, span, forever)...)
			cpu[i] += servers[i].usage(tb).CPU - before.CPU
			busy[i] += time.Since(begin)
		}
	}
	out := make([]measured, len(kinds))
	milliseconds := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	for i, all := range took {
		slices.Sort(all)
		out[i] = measured{
			perSecond: float64(len(all)) / busy[i].Seconds(),
			cpu:       float64(cpu[i].Microseconds()) / float64(len(all)),
			p50:       milliseconds(all[len(all)/2]),
			p99:       milliseconds(all[len(all)*99/100]),
		}
	}
	return out
}

// BenchmarkDurableStep is a step of the registration of ten questions from its
// POST to the reply, which leaves after the commit, over loopback with so many
// phones at once. In the same run the same requests go to two floors: an empty
// handler, and one durable write. x-durable is the processor time of a step
// beside that of the second.
func BenchmarkDurableStep(b *testing.B) {
	for _, phones := range []int{8, 64} {
		b.Run(fmt.Sprintf("phones=%d", phones), func(b *testing.B) {
			var all []measured
			for b.Loop() {
				all = measure(b, phones, empty, upsert, dialform)
			}
			bare, floor, step := all[0], all[1], all[2]
			b.ReportMetric(0, "ns/op") // of all three
			b.ReportMetric(step.perSecond, "steps/s")
			b.ReportMetric(step.p50, "p50-ms")
			b.ReportMetric(step.p99, "p99-ms")
			b.ReportMetric(step.cpu, "cpu-us/step")
			b.ReportMetric(bare.cpu, "cpu-us/empty")
			b.ReportMetric(floor.cpu, "cpu-us/upsert")
			b.ReportMetric(floor.p99, "p99-ms/upsert")
			b.ReportMetric(step.cpu/floor.cpu, "x-durable")
		})
	}
}

// BenchmarkMemory is what the server holds while so many people are in the middle
// of a registration.
func BenchmarkMemory(b *testing.B) {
	const people = 10_000
	var u usage
	for b.Loop() {
		s := startServer(b, dialform)
		c := &crowd{address: s.address, phones: 64, answers: always(r10[:3]...), check: func(string, int64, int) error { return nil }}
		c.run(b, time.Hour, people)
		u = s.usage(b)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(u.RSS)/(1<<20), "MB-resident")
	b.ReportMetric(people, "sessions")
}
