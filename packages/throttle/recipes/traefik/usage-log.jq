# A line of Traefik's access log as the other recipes log it. The path is without the query, which can hold secrets.
# StartUTC is when the request came, Duration how long it took until the end of the response, in nanoseconds.
{
  start_time: (.StartUTC | sub("(?<ms>\\.\\d{3})\\d+Z$"; .ms + "Z")),
  request_time_ms: (if .Duration == null then null else .Duration / 1e6 end),
  remote_addr: .ClientHost,
  method: .RequestMethod,
  path: (.RequestPath | split("?")[0]),
  status: .DownstreamStatus
} + (
  with_entries(select(.key | startswith("origin_X-Usage-")) | .key |= (ltrimstr("origin_") | ascii_downcase | gsub("-"; "_")))
)
