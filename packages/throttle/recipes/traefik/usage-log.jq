# A line of Traefik's access log as the other recipes log it. The path is without the query, which can hold secrets.
{
  time: (.StartUTC | sub("(?<ms>\\.\\d{3})\\d+Z$"; .ms + "Z")),
  remote_addr: .ClientHost,
  method: .RequestMethod,
  path: (.RequestPath | split("?")[0]),
  status: .DownstreamStatus
} + (
  with_entries(select(.key | startswith("origin_X-Usage-")) | .key |= (ltrimstr("origin_") | ascii_downcase | gsub("-"; "_")))
)
