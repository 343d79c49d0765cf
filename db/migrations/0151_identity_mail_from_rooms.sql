-- An invitation, its mail and its event commit together; the application may add mail and never read it.
grant insert on system_mail to perigee_app;
