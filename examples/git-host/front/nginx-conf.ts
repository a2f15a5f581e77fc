import { join } from 'node:path';

/** The access log, in the folder of nginx. */
export const nginxLog = 'nginx-access.log';

/** The recipe that comes with the throttle: it logs what the throttle says of a request, and strips it. */
const recipe = join(import.meta.dirname, '../../../packages/throttle/recipes/nginx');

/** nginx in front of the service: nothing is written outside of the folder, and nobody outside of this machine can reach it. */
export function nginxConf(folder: string, port: number, servicePort: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx-error.log warn;
events {}
http {
  ${temporary.map((use) => `${use}_temp_path ${folder}/nginx-${use};`).join('\n  ')}
  include ${recipe}/usage-log.conf;
  access_log ${folder}/${nginxLog} fivewhys_usage;
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
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      include ${recipe}/usage-strip.conf;
    }
  }
}
`;
}
