// Writes what Helm gives for the templates in *.txt beside this file, one a line, into *.tsv: template and its
// text, or "ERR: " and Helm's message, both as Go string literals. With -names it also measures which function
// names Helm knows: names.txt, from candidates.txt. With -certificates it makes new ones: certificates.yaml.
//
//	go run make.go [-all] [-names] [-certificates] HELM
//
// Rows that a table has already are kept unless -all is given. Lines that begin with # are comments. values.yaml
// are the values, helpers.tpl what a row may include.
package main

import (
	"bytes"
	"encoding/base64"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

const chartYaml = "apiVersion: v2\nname: sem\nversion: 0.1.0\nappVersion: 1.2.3\n"

// chart is a folder with one template that is written anew for every run.
type chart struct {
	helm, folder string
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func newChart(helm, folder string) *chart {
	c := &chart{helm, folder}
	must(os.MkdirAll(filepath.Join(folder, "templates"), 0o755))
	c.write("Chart.yaml", chartYaml)
	for file, from := range map[string]string{"values.yaml": "values.yaml", "templates/_h.tpl": "helpers.tpl"} {
		text, err := os.ReadFile(from)
		must(err)
		c.write(file, string(text))
	}
	return c
}

func (c *chart) write(file, text string) {
	must(os.WriteFile(filepath.Join(c.folder, file), []byte(text), 0o644))
}

// run renders one template; ok says whether Helm succeeded, out is its text or its message.
func (c *chart) run(template string) (out string, ok bool) {
	c.write("templates/t.yaml", template)
	command := exec.Command(c.helm, "template", "rel", c.folder, "--namespace", "ns")
	command.Env = []string{"TZ=UTC", "HOME=" + c.folder, "PATH=/usr/bin:/bin"}
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if command.Run() != nil {
		message := strings.TrimSuffix(stderr.String(), "\n\nUse --debug flag to render out invalid YAML\n")
		if at := strings.Index(message, "Error: "); at >= 0 { // behind log lines
			message = message[at:]
		}
		return strings.TrimRight(message, "\n"), false
	}
	return stdout.String(), true
}

var encoded = regexp.MustCompile(`(?m)^row: "(.*)"$`)

// outcome is the text that a template gives, exactly, or "ERR: " and the message.
func (c *chart) outcome(template string) string {
	out, ok := c.run(`{{ define "row" }}` + template + `{{ end }}row: {{ include "row" . | b64enc | quote }}`)
	if ok {
		text, err := base64.StdEncoding.DecodeString(encoded.FindStringSubmatch(out)[1])
		must(err)
		return string(text)
	}
	message, ok := c.run(template)
	if ok {
		log.Fatalf("%s: fails only when it is included: %s", template, out)
	}
	return "ERR: " + message
}

// each calls work for 0 … n-1 on two charts side by side.
func each(helm string, n int, work func(c *chart, i int)) {
	jobs := make(chan int)
	var group sync.WaitGroup
	for range [2]int{} {
		folder, err := os.MkdirTemp("", "rows")
		must(err)
		group.Add(1)
		go func() {
			defer group.Done()
			defer os.RemoveAll(folder)
			c := newChart(helm, folder)
			for i := range jobs {
				work(c, i)
			}
		}()
	}
	for i := 0; i < n; i++ {
		jobs <- i
	}
	close(jobs)
	group.Wait()
}

func lines(file string) []string {
	text, err := os.ReadFile(file)
	must(err)
	var kept []string
	seen := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if line != "" && !strings.HasPrefix(line, "#") && !seen[line] {
			seen[line] = true
			kept = append(kept, line)
		}
	}
	return kept
}

func knownRows(file string) map[string]string {
	known := map[string]string{}
	text, err := os.ReadFile(file)
	if err != nil {
		return known
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		template, outcome, _ := strings.Cut(line, "\t")
		key, err := strconv.Unquote(template)
		must(err)
		known[key] = outcome
	}
	return known
}

func makeTable(helm, source string, all bool) {
	target := strings.TrimSuffix(source, ".txt") + ".tsv"
	templates := lines(source)
	rows := make([]string, len(templates))
	known := map[string]string{}
	if !all {
		known = knownRows(target)
	}
	each(helm, len(templates), func(c *chart, i int) {
		outcome, ok := known[templates[i]]
		if !ok {
			outcome = strconv.Quote(c.outcome(templates[i]))
		}
		rows[i] = strconv.Quote(templates[i]) + "\t" + outcome
	})
	must(os.WriteFile(target, []byte(strings.Join(rows, "\n")+"\n"), 0o644))
	fmt.Println(target, len(rows))
}

func makeNames(helm string) {
	candidates := lines("candidates.txt")
	known := make([]bool, len(candidates))
	each(helm, len(candidates), func(c *chart, i int) {
		_, known[i] = c.run("{{ if false }}{{ " + candidates[i] + " }}{{ end }}a: 1")
	})
	var names []string
	for i, name := range candidates {
		if known[i] {
			names = append(names, name)
		}
	}
	must(os.WriteFile("names.txt", []byte(strings.Join(names, "\n")+"\n"), 0o644))
	fmt.Println("names.txt", len(names), "of", len(candidates))
}

func makeCertificates(helm string) {
	each(helm, 1, func(c *chart, _ int) {
		template, err := os.ReadFile("certificates.tpl")
		must(err)
		out, ok := c.run(string(template))
		if !ok {
			log.Fatal(out)
		}
		_, out, _ = strings.Cut(out, "templates/t.yaml\n")
		must(os.WriteFile("certificates.yaml", []byte(out), 0o644))
	})
}

func main() {
	all := flag.Bool("all", false, "run every row again")
	names := flag.Bool("names", false, "measure names.txt, too")
	certificates := flag.Bool("certificates", false, "make new certificates, too")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: go run make.go [-all] [-names] [-certificates] HELM")
	}
	helm, err := filepath.Abs(flag.Arg(0))
	must(err)
	if *names {
		makeNames(helm)
	}
	if *certificates {
		makeCertificates(helm)
	}
	sources, err := filepath.Glob("*.txt")
	must(err)
	for _, source := range sources {
		if source != "candidates.txt" && source != "names.txt" {
			makeTable(helm, source, *all)
		}
	}
}
