mod hire;
mod refresh_requirement;
mod register_device;
mod requirement;
mod update_device;
