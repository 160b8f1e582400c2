package api

const (
	whyResponse = "goes to whoever sent the request"
	whyEncoder  = "goes where the writer goes"
	whyTemplate = "templates can print whatever they are given"
	whyLog      = "logs are read by more people and programs than the process"
	whyStdout   = "ends in a log or on a screen"
	whyMetric   = "served to whoever scrapes or traces"
)

// sink describes functions that give away argument data.
func sink(prefix, names string, kind SinkKind, data Arg, why string) []*Call {
	return each(prefix, names, Call{Does: Sink, Sink: kind, Data: data, Why: why})
}

// sinkAll is sink for functions whose further arguments go the same way.
func sinkAll(prefix, names string, kind SinkKind, data Arg, why string) []*Call {
	return each(prefix, names, Call{Does: Sink, Sink: kind, Data: data, Variadic: true, Why: why})
}

// sinkRows tell where data leaves the process. Rows with Handle go to that
// writer.
var sinkRows = join(responseSinks, logSinks, metricSinks)

var responseSinks = join(
	each("(net/http.ResponseWriter).", "Write", Call{Does: Sink, Sink: Response, Handle: Recv, Data: 1, Why: whyResponse}),
	each("net/http.", "Error", Call{Does: Sink, Sink: Response, Handle: 1, Data: 2, Why: whyResponse}),
	sink("(*github.com/gin-gonic/gin.Context).", "JSON IndentedJSON SecureJSON PureJSON AsciiJSON XML YAML TOML", Response, 2, whyResponse),
	sinkAll("(*github.com/gin-gonic/gin.Context).", "String", Response, 2, whyResponse),
	sink("(*github.com/gin-gonic/gin.Context).", "HTML", Template, 3, whyTemplate),
	sink("(*github.com/gin-gonic/gin.Engine).", "SetFuncMap", Template, 1, whyTemplate),
	sink("(github.com/labstack/echo/v4.Context).", "JSON JSONPretty XML String HTML Blob", Response, 2, whyResponse),
	sink("(github.com/labstack/echo/v4.Context).", "Render", Template, 3, whyTemplate),
	sink("(*github.com/gofiber/fiber/v2.Ctx).", "JSON SendString Send", Response, 1, whyResponse),
	sink("github.com/go-chi/render.", "JSON PlainText HTML XML", Response, 3, whyResponse),

	encoder("encoding/json"), encoder("encoding/xml"), encoder("encoding/gob"),
	encoder("gopkg.in/yaml.v2"), encoder("gopkg.in/yaml.v3"), encoder("github.com/BurntSushi/toml"),
	encoder("go.yaml.in/yaml/v3"), encoder("github.com/goccy/go-yaml"), encoder("github.com/pelletier/go-toml"), encoder("github.com/pelletier/go-toml/v2"),

	template("html/template"), template("text/template"),
)

// encoder is the Encode method of the package's Encoder.
func encoder(pkg string) []*Call {
	return each("(*"+pkg+".Encoder).", "Encode", Call{Does: Sink, Sink: Encoder, Handle: Recv, Data: 1, Why: whyEncoder})
}

// template are the methods of the package's Template that take data.
func template(pkg string) []*Call {
	return join(
		each("(*"+pkg+".Template).", "Execute", Call{Does: Sink, Sink: Template, Handle: 1, Data: 2, Why: whyTemplate}),
		each("(*"+pkg+".Template).", "ExecuteTemplate", Call{Does: Sink, Sink: Template, Handle: 1, Data: 3, Why: whyTemplate}),
		each("(*"+pkg+".Template).", "Funcs", Call{Does: Sink, Sink: Template, Data: 1, Why: whyTemplate}),
	)
}

const (
	logNames    = "Print Println Printf Fatal Fatalln Fatalf Panic Panicln Panicf"
	levelNames  = "Trace Debug Info Warn Warning Error Fatal Panic Print"
	levelNamesF = levelNames + " Tracef Debugf Infof Warnf Warningf Errorf Fatalf Panicf Printf Traceln Debugln Infoln Warnln Warningln Errorln Fatalln Panicln Println"
)

var logSinks = join(
	sinkAll("fmt.", "Print Println Printf", Stdout, 1, whyStdout),
	sinkAll("log.", logNames, Log, 1, whyLog), sink("log.", "Output", Log, 2, whyLog),
	sinkAll("(*log.Logger).", logNames, Log, 1, whyLog), sink("(*log.Logger).", "Output", Log, 2, whyLog),

	slogSinks("log/slog."), slogSinks("(*log/slog.Logger)."),
	sinkAll("log/slog.", "With", Log, 1, whyLog), sinkAll("(*log/slog.Logger).", "With", Log, 1, whyLog),

	logrus("github.com/sirupsen/logrus."), logrus("(*github.com/sirupsen/logrus.Logger)."), logrus("(*github.com/sirupsen/logrus.Entry)."),

	sinkAll("(*go.uber.org/zap.Logger).", "Debug Info Warn Error DPanic Panic Fatal", Log, 1, whyLog),
	sinkAll("(*go.uber.org/zap.SugaredLogger).", "Debug Info Warn Error DPanic Panic Fatal Debugf Infof Warnf Errorf DPanicf Panicf Fatalf Debugw Infow Warnw Errorw DPanicw Panicw Fatalw Debugln Infoln Warnln Errorln", Log, 1, whyLog),
	klog("k8s.io/klog/v2."), klog("k8s.io/klog."), klog("github.com/golang/glog."),
	sinkAll("k8s.io/klog/v2.", "InfoS ErrorS", Log, 1, whyLog),
	sinkAll("(k8s.io/klog/v2.Verbose).", "Info Infof Infoln InfoS", Log, 1, whyLog),
	sinkAll("(github.com/golang/glog.Verbose).", "Info Infof Infoln", Log, 1, whyLog),
	sinkAll("(github.com/go-logr/logr.Logger).", "Info", Log, 1, whyLog), sinkAll("(github.com/go-logr/logr.Logger).", "Error", Log, 2, whyLog),
	sinkAll("(github.com/hashicorp/go-hclog.Logger).", "Trace Debug Info Warn Error", Log, 1, whyLog),
	sink("(*github.com/rs/zerolog.Event).", "Msg", Log, 1, whyLog), sinkAll("(*github.com/rs/zerolog.Event).", "Msgf", Log, 1, whyLog),
	sink("(*github.com/rs/zerolog.Event).", "Str Strs Bytes Interface Any RawJSON", Log, 2, whyLog),
)

func slogSinks(prefix string) []*Call {
	return join(
		sinkAll(prefix, "Debug Info Warn Error", Log, 1, whyLog),
		sinkAll(prefix, "DebugContext InfoContext WarnContext ErrorContext", Log, 2, whyLog),
		sinkAll(prefix, "Log LogAttrs", Log, 3, whyLog),
	)
}

func logrus(prefix string) []*Call {
	return join(
		sinkAll(prefix, levelNamesF, Log, 1, whyLog),
		sink(prefix, "WithField", Log, 2, whyLog),
		sink(prefix, "WithFields", Log, 1, whyLog),
	)
}

func klog(prefix string) []*Call {
	return sinkAll(prefix, "Info Infof Infoln Warning Warningf Warningln Error Errorf Errorln Fatal Fatalf Fatalln", Log, 1, whyLog)
}

var metricSinks = join(
	sink("expvar.", "Publish", Metric, 2, whyMetric),
	sink("(*expvar.String).", "Set", Metric, 1, whyMetric),
	sink("(*expvar.Map).", "Set", Metric, 2, whyMetric),
	sinkAll("(*github.com/prometheus/client_golang/prometheus.GaugeVec).", "WithLabelValues", Metric, 1, whyMetric),
	sinkAll("(*github.com/prometheus/client_golang/prometheus.CounterVec).", "WithLabelValues", Metric, 1, whyMetric),
	sink("go.opentelemetry.io/otel/attribute.", "String StringSlice", Metric, 2, whyMetric),
	sinkAll("(go.opentelemetry.io/otel/trace.Span).", "SetAttributes", Metric, 1, whyMetric),
	sink("(github.com/opentracing/opentracing-go.Span).", "SetTag", Metric, 2, whyMetric),
	sink("(*github.com/getsentry/sentry-go.Scope).", "SetExtra SetTag SetContext", Metric, 2, whyMetric),
)
