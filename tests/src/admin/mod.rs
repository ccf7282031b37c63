mod accept_admin;
mod initialize_config;
mod propose_admin;
mod set_paused;
mod update_config;
