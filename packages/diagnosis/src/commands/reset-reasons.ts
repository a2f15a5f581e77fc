/** Prints the kernel's reason for every RST that it sends: Linux 6.10 and later. */
export const resetReasons = 'perf record -a -e tcp:tcp_send_reset -- sleep 60; perf script';
