// Writes what Go itself gives for the cases below, as tab-separated Go string literals:
//   go run goldens.go format > format.tsv        operand names, format, text
//   go run goldens.go template > template.tsv    missingkey option, template, text or "ERR: message"
package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"text/template"
)

type named struct {
	name  string
	value any
}

var operands = []named{
	{"nil", nil}, {"true", true}, {"zero", 0}, {"int5", 5}, {"neg", -42}, {"int64", int64(1 << 40)}, {"min", int64(math.MinInt64)},
	{"uint8", uint8(200)}, {"uint64", uint64(math.MaxUint64)}, {"rune", 0x1F600}, {"f0", 0.0}, {"fneg0", math.Copysign(0, -1)},
	{"f1.5", 1.5}, {"f100000", 100000.0}, {"f1e6", 1e6}, {"f12345678.9", 12345678.9}, {"f1e20", 1e20}, {"f1e21", 1e21},
	{"f1e-5", 1e-5}, {"f0.0001", 0.0001}, {"f-third", -1.0 / 3}, {"fmax", math.MaxFloat64}, {"fmin", 5e-324}, {"inf", math.Inf(1)},
	{"-inf", math.Inf(-1)}, {"nan", math.NaN()}, {"complex", complex(1.5, -2)}, {"empty", ""}, {"str", "hé\"llo\n"},
	{"bad", "a\xffb"}, {"odd", "\u200b\u00ad\U0001F600\x7f`"}, {"bytes", []byte("hi\x00")}, {"list", []any{1, "a", nil, 2.5, true}},
	{"strings", []string{"x", "y z"}}, {"elist", []any{}},
	{"map", map[string]any{"b": []any{1}, "a": nil, "c": map[string]any{"d": "e"}}}, {"smap", map[string]string{"k": "v"}},
}

var verbs = strings.Fields(`%v %+v %#v %T %t %d %b %o %O %x %X %c %q %U %e %E %f %F %g %G %s %z %5d %-5d| %05d %+d %_d %x %#x
	%#o %#b %#q %+q %_x %#_x %_X %#U %10v| %-10v| %010v| %.3v %10.3v| %.0f %.2f %8.2f| %08.2f %+.2e %#g %#.3g %.3g %+g %_g %.10s| %.2s
	%20q| %-20q| %x %.3x %#.3x %.5d %8.5d| %08.5d| %+08d %-08d| %_08d %.0d %+v %#_5x| %6t| %c| %5c| %.1q %b %20b| %.3b %x %.2X %+x %010x %-10x| %030.5f| %+030e|
	%_5v| %6.2f%% %!d %d%d %s_%v`)

type multi struct {
	format string
	names  string
}

var multis = []multi{
	{"%[2]s %[1]s", "str,empty"}, {"%[3]d", "int5"}, {"%[2]*[1]d|", "int5,neg"}, {"%*d|", "int5,int5"}, {"%-*d|", "int5,int5"},
	{"%*d|", "neg,int5"}, {"%*d", "str,int5"}, {"%.*f", "int5,f1.5"}, {"%.*f", "neg,f1.5"}, {"%[1]*.[2]*[3]f|", "int5,zero,f1.5"},
	{"%[1]", "int5"}, {"%[x]d", "int5"}, {"%[1d", "int5"}, {"%[]d", "int5"}, {"%[1]2d", "int5"}, {"%[1].2d", "int5"}, {"%d %d", "int5"},
	{"%d", "int5,str,nil"}, {"%", ""}, {"%!", ""}, {"x%", "int5"}, {"%-", "int5"}, {"%5", "int5"}, {"%99999999d", "int5"},
	{"%.99999999d", "int5"}, {"%é", "int5"}, {"%[1]d %d %[1]d", "int5,neg"}, {"%[99999999999]d", "int5"}, {"%d", ""}, {"%%%d%%", "int5"},
	{"%v %v", "list,map"}, {"%6.3v|%-8q|%x", "f1.5,str,str"}, {"%+d% d%05d", "int5,int5,neg"}, {"no verbs", "int5"},
}

var prints = []string{"", "int5", "int5,int5", "str,int5", "int5,str,int5,int5", "nil,nil,str,true", "list,map,f1e6", "uint8,complex,bytes"}

func lookup(names string) []any {
	var out []any
	for _, name := range strings.Split(names, ",") {
		for _, o := range operands {
			if o.name == name {
				out = append(out, o.value)
			}
		}
	}
	return out
}

func row(cells ...string) {
	for i, cell := range cells {
		cells[i] = strconv.Quote(cell)
	}
	fmt.Println(strings.Join(cells, "\t"))
}

func formats() {
	for _, o := range operands {
		for _, verb := range verbs {
			verb = strings.ReplaceAll(verb, "_", " ")
			row(o.name, verb, fmt.Sprintf(verb, o.value))
		}
	}
	for _, m := range multis {
		row(m.names, m.format, fmt.Sprintf(m.format, lookup(m.names)...))
	}
	for _, p := range prints {
		row(p, "print", fmt.Sprint(lookup(p)...))
		row(p, "println", fmt.Sprintln(lookup(p)...))
	}
}

func data() map[string]any {
	return map[string]any{
		"s": "str", "n": nil, "i": 5, "f": 1.5, "l": []any{3, 1, 2}, "m": map[string]any{"a": 2.0, "b": 1.0},
		"nest": map[string]any{"x": map[string]any{"y": "deep"}},
	}
}

func templates() {
	text, _ := os.ReadFile("templates.txt")
	for _, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		source := strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(line)
		for _, missing := range []string{"default", "error", "zero"} {
			var out bytes.Buffer
			parsed, err := template.New("t").Option("missingkey=" + missing).Parse(source)
			if err == nil {
				err = parsed.Execute(&out, data())
			}
			if err != nil {
				row(missing, source, "ERR: "+err.Error())
			} else {
				row(missing, source, out.String())
			}
		}
	}
}

func main() {
	if os.Args[1] == "format" {
		formats()
	} else {
		templates()
	}
}
