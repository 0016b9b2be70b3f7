# Written by Stead. Changes made here are overwritten.
"/var/log/stead/foobar.com/access.log" {
    daily
    maxsize 128M
    rotate 7
    compress
    delaycompress
    missingok
    notifempty
    nocreate
    su www-data www-data
    postrotate
        read -r pid < /run/stead/host/web/nginx.pid && kill -USR1 "$pid" || true
    endscript
}
