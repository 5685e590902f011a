//! The words of MySQL and MariaDB, as Django 5.2 leaves them after its last migration. Each table is made in one
//! statement with all that belongs to it, so that there is never one without the other. A foreign key brings its index.

use crate::base::database::{Migration, Table};

use super::rows::{AUTH_NAMES, CONTENT_TYPE_NAMES};

pub(super) const CONTENT_TYPES: Migration = Migration {
    app: "contenttypes",
    names: CONTENT_TYPE_NAMES,
    tables: &[Table {
        name: "django_content_type",
        create: "
CREATE TABLE `django_content_type` (
    `id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `app_label` varchar(100) NOT NULL,
    `model` varchar(100) NOT NULL,
    UNIQUE KEY `django_content_type_app_label_model_76bd3d3b_uniq` (`app_label`, `model`)
)",
    }],
};

pub(super) const AUTH: Migration = Migration {
    app: "auth",
    names: AUTH_NAMES,
    tables: &[
        Table {
            name: "auth_permission",
            create: "
CREATE TABLE `auth_permission` (
    `id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(255) NOT NULL,
    `content_type_id` integer NOT NULL,
    `codename` varchar(100) NOT NULL,
    UNIQUE KEY `auth_permission_content_type_id_codename_01ab375a_uniq` (`content_type_id`, `codename`),
    CONSTRAINT `auth_permission_content_type_id_2f476e4b_fk_django_co`
        FOREIGN KEY (`content_type_id`) REFERENCES `django_content_type` (`id`)
)",
        },
        Table {
            name: "auth_group",
            create: "
CREATE TABLE `auth_group` (
    `id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(150) NOT NULL UNIQUE
)",
        },
        Table {
            name: "auth_user",
            create: "
CREATE TABLE `auth_user` (
    `id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `password` varchar(128) NOT NULL,
    `last_login` datetime(6) NULL,
    `is_superuser` bool NOT NULL,
    `username` varchar(150) NOT NULL UNIQUE,
    `first_name` varchar(150) NOT NULL,
    `last_name` varchar(150) NOT NULL,
    `email` varchar(254) NOT NULL,
    `is_staff` bool NOT NULL,
    `is_active` bool NOT NULL,
    `date_joined` datetime(6) NOT NULL
)",
        },
        Table {
            name: "auth_group_permissions",
            create: "
CREATE TABLE `auth_group_permissions` (
    `id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `group_id` integer NOT NULL,
    `permission_id` integer NOT NULL,
    UNIQUE KEY `auth_group_permissions_group_id_permission_id_0cd325b0_uniq` (`group_id`, `permission_id`),
    CONSTRAINT `auth_group_permissions_group_id_b120cbf9_fk_auth_group_id`
        FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`),
    CONSTRAINT `auth_group_permissio_permission_id_84c5c92e_fk_auth_perm`
        FOREIGN KEY (`permission_id`) REFERENCES `auth_permission` (`id`)
)",
        },
        Table {
            name: "auth_user_groups",
            create: "
CREATE TABLE `auth_user_groups` (
    `id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `user_id` integer NOT NULL,
    `group_id` integer NOT NULL,
    UNIQUE KEY `auth_user_groups_user_id_group_id_94350c0c_uniq` (`user_id`, `group_id`),
    CONSTRAINT `auth_user_groups_user_id_6a12ed8b_fk_auth_user_id`
        FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`),
    CONSTRAINT `auth_user_groups_group_id_97559544_fk_auth_group_id`
        FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`)
)",
        },
        Table {
            name: "auth_user_user_permissions",
            create: "
CREATE TABLE `auth_user_user_permissions` (
    `id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `user_id` integer NOT NULL,
    `permission_id` integer NOT NULL,
    UNIQUE KEY `auth_user_user_permissions_user_id_permission_id_14a6b632_uniq` (`user_id`, `permission_id`),
    CONSTRAINT `auth_user_user_permissions_user_id_a95ead1b_fk_auth_user_id`
        FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`),
    CONSTRAINT `auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm`
        FOREIGN KEY (`permission_id`) REFERENCES `auth_permission` (`id`)
)",
        },
    ],
};
