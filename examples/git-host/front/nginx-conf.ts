/** The access log, in the folder of nginx. */
export const nginxLog = 'nginx-access.log';

/** What the service says of each request, for the log and not for the client. */
const usageHeaders = ['Request-Cost', 'Quota-Remaining', 'User-Time', 'System-Time', 'Measured', 'Throttled', 'Warning'];

/** nginx in front of the service: nothing is written outside of the folder, and nobody outside of this machine can reach it. */
export function nginxConf(folder: string, port: number, servicePort: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const logged = usageHeaders.map((name) => `"x_usage_${fieldOf(name)}":"$upstream_http_x_usage_${fieldOf(name)}"`);
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx-error.log warn;
events {}
http {
  ${temporary.map((use) => `${use}_temp_path ${folder}/nginx-${use};`).join('\n  ')}
  log_format usage escape=json '{"time":"$time_iso8601","account":"$remote_user","request":"$request_method $uri","status":$status,'
    '"request_time":$request_time,${logged.join(',')}}';
  access_log ${folder}/${nginxLog} usage;
  upstream service {
    server 127.0.0.1:${servicePort};
    keepalive 64;
  }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 100m;
    location / {
      proxy_pass http://service;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $remote_addr;
      ${usageHeaders.map((name) => `proxy_hide_header X-Usage-${name};`).join('\n      ')}
    }
  }
}
`;
}

function fieldOf(header: string): string {
  return header.toLowerCase().replace('-', '_');
}
